# What R gives, for test_readers.py, in one process: reads a request from standard input, writes JSON.
#
#     tables   by name: a reader (load.R or readr) and a folder; every table of the folder as R has it
#     errors   by name: a folder and the name of a table; the class and the words of the error
#     sources  by name: a folder to stand in and R code that reads load.R; how many figures it then loads

request <- jsonlite::fromJSON(file("stdin"), simplifyVector = FALSE)
source(request$load_r)

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

by_readr <- function(folder) {
  resources <- jsonlite::fromJSON(file.path(folder, "datapackage.json"), simplifyVector = FALSE)$resources
  tables <- Filter(function(resource) !is.null(resource$schema), resources)
  names(tables) <- vapply(tables, function(table) table$name, "")
  lapply(tables, function(table) {
    readr::read_csv(file.path(folder, table$path), na = "", show_col_types = FALSE, progress = FALSE)
  })
}

answer <- list(
  tables = lapply(request$tables, function(asked) {
    tables <- if (asked[[1]] == "readr") by_readr(asked[[2]]) else load_figures(package = asked[[2]])
    lapply(tables, function(table) list(types = lapply(table, type_of), cells = lapply(table, text_of)))
  }),
  errors = lapply(request$errors, function(asked) {
    tryCatch({
      load_figures(asked[[2]], asked[[1]])
      list("none", "")
    }, error = function(error) list(class(error)[[1]], conditionMessage(error)))
  }),
  sources = lapply(request$sources, function(asked) {
    setwd(asked[[1]])
    rm(load_figures, envir = globalenv())
    eval(parse(text = asked[[2]]), globalenv())
    nrow(load_figures("figures"))
  })
)
writeLines(jsonlite::toJSON(answer, auto_unbox = TRUE, digits = NA), useBytes = TRUE)
