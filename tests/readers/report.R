# What a reader of R gives for each table, as JSON for test_readers.py: the type and the cells of each column as text, what R
# counts as empty, what R adds up to.
#
#     Rscript report.R READER LOAD_R PACKAGE             READER is load.R or readr
#     Rscript report.R error LOAD_R PACKAGE [TABLE]      the class and the words of the error

arguments <- commandArgs(trailingOnly = TRUE)
reader <- arguments[[1]]
source(arguments[[2]])
package <- arguments[[3]]

say <- function(value) writeLines(jsonlite::toJSON(value, auto_unbox = TRUE, digits = NA), useBytes = TRUE)

type_of <- function(column) {
  if (is.factor(column)) sprintf("factor(%s)", paste(levels(column), collapse = "|")) else class(column)[[1]]
}

text_of <- function(column) {
  text <- if (is.numeric(column)) sprintf("%.15g", column)
    else if (is.logical(column)) c("false", "true")[column + 1]
    else if (inherits(column, "Date")) format(column, "%Y-%m-%d")
    else enc2utf8(as.character(column))
  I(ifelse(is.na(column), "", text))
}

report <- function(table) {
  numeric <- Filter(is.numeric, as.list(table))
  list(
    types = lapply(table, type_of),
    cells = lapply(table, text_of),
    blanks = lapply(table, function(column) sum(is.na(column))),
    sums = lapply(numeric, sum, na.rm = TRUE)
  )
}

read_with_readr <- function(package) {
  resources <- jsonlite::fromJSON(file.path(package, "datapackage.json"), simplifyVector = FALSE)$resources
  tables <- Filter(function(resource) !is.null(resource$schema), resources)
  names(tables) <- vapply(tables, function(table) table$name, "")
  lapply(tables, function(table) {
    readr::read_csv(file.path(package, table$path), na = "", show_col_types = FALSE, progress = FALSE)
  })
}

if (reader == "error") {
  tryCatch(
    load_figures(if (length(arguments) > 3) arguments[[4]], package),
    error = function(error) say(list(class = class(error)[[1]], message = conditionMessage(error)))
  )
} else {
  tables <- if (reader == "readr") read_with_readr(package) else load_figures(package = package)
  say(lapply(tables, report))
}
