# The figures in R, with the types that datapackage.json gives. Needs the package jsonlite, nothing else; tested with R 4.2.
#
#     source("scripts/load.R")                     # from any folder: the file finds the package that it belongs to
#     figures <- load_figures("figures_labelled")  # one table; open this one first: one flat row per figure
#     tables <- load_figures()                     # all tables, a list by name
#     load_figures("figures", package = "folder")  # of another package, or if this file cannot find its own place
#
# Keep the hedge (quantifier) with each value, and never add a row to the one that it is a part_of. Each column is
# explained in data/README.md. A number is numeric, a whole number integer, a date Date, a code a factor with its levels in
# the order of the descriptor, true and false logical, other text character in UTF-8; an empty cell is NA.
#
# Errors have the classes and the words of the Python reader: could_not_run (no such table or package) and rejected (a file
# is missing or holds what the descriptor does not allow: the message names row, column and cell; row 1 is the header).

load_figures <- local({
  # source() keeps the path of this file in a frame (with chdir = TRUE its last part holds), Rscript in an argument.
  home <- local({
    said <- unlist(lapply(rev(sys.frames()), function(frame) get0("ofile", frame, inherits = FALSE)))
    said <- c(said, sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
    said <- c(said, basename(said))
    found <- said[basename(said) == "load.R" & file.exists(said)]
    if (length(found)) dirname(dirname(normalizePath(found[[1]]))) else getwd()
  })

  fail <- function(class, ...) {
    stop(structure(class = c(class, "error", "condition"), list(message = paste0(..., collapse = "; "), call = NULL)))
  }

  # What is wrong in a file: in no row, or in one or more of them.
  reject <- function(path, problem, row = NULL, column = NULL, cell = NULL) {
    fail(
      "rejected", path, if (length(row)) paste0(", row ", row), if (length(column)) paste0(", column ", column),
      if (length(cell)) paste0(': "', cell, '"'), ": ", problem
    )
  }

  # The cells of a CSV as text, NA where empty. Row i of them stands at line i + 1.
  read_cells <- function(package, path, columns) {
    if (grepl("^([A-Za-z]:|[/~])|\\\\|://|(^|/)[.][.](/|$)", path)) reject(path, "The path leaves the folder of the package.")
    file <- file.path(package, path)
    if (!utils::file_test("-f", file)) reject(path, "The file is missing.")
    if (!all(validUTF8(readLines(file, warn = FALSE)))) reject(path, "The file is not UTF-8.")
    header <- scan(file, "", sep = ",", quote = "\"", nlines = 1, quiet = TRUE, encoding = "UTF-8")
    lacking <- setdiff(columns, header)
    others <- header[!header %in% columns | duplicated(header)]
    list_of <- function(names) if (length(names)) paste(names, collapse = ", ") else "none"
    if (!identical(header, columns)) {
      how <- "They are not in its order."
      if (length(c(lacking, others))) {
        how <- paste0("Missing: ", list_of(lacking), ". Unknown, or twice: ", list_of(others), ".")
      }
      reject(path, paste("The columns are not those of the descriptor.", how), 1)
    }
    cells <- utils::count.fields(file, sep = ",", quote = "\"", comment.char = "", blank.lines.skip = FALSE)
    cells <- cells[!is.na(cells)] # a line that ends inside quotation marks is not a row of its own
    if (any(cells == 0)) reject(path, "The row is blank.", which(cells == 0))
    odd <- which(cells != length(columns))
    said <- paste0("The row has ", cells[odd], ifelse(cells[odd] == 1, " cell", " cells"), ", the header ", length(columns), ".")
    if (length(odd)) reject(path, said, odd)
    utils::read.csv(
      file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE, stringsAsFactors = FALSE
    )
  }

  # How a cell of each type looks, what to say of one that does not, how to read it, what to say if that fails.
  forms <- list(
    string = list("", "", identity, ""),
    number = list("^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,2})?$", "It is not a number.", as.numeric, ""),
    integer = list("^[-+]?[0-9]{1,18}$", "It is not a whole number.", as.integer, "It is too large for a whole number of R."),
    boolean = list("^(true|false)$", "It is neither true nor false.", function(cells) cells == "true", ""),
    date = list(
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "It is not a date of the form 2015-04-06.",
      function(cells) as.Date(cells, format = "%Y-%m-%d"), "There is no such day."
    )
  )

  # The cells of one column in its type; what cannot be read so is an error.
  typed <- function(cells, field, path) {
    expect <- function(good, problem) {
      bad <- which(!is.na(cells) & !good)
      if (length(bad)) reject(path, problem, bad + 1, field$name, cells[bad])
    }
    codes <- unlist(field$constraints$enum)
    if (length(codes)) {
      expect(cells %in% codes, "It is not a code of this column.")
      return(factor(cells, levels = codes))
    }
    form <- forms[[field$type]]
    expect(grepl(form[[1]], cells, useBytes = TRUE), form[[2]])
    values <- suppressWarnings(form[[3]](cells))
    expect(!is.na(values), form[[4]])
    values
  }

  read_table <- function(resource, package) {
    fields <- resource$schema$fields
    cells <- read_cells(package, resource$path, vapply(fields, function(field) field$name, ""))
    cells[] <- Map(typed, cells, fields, resource$path)
    cells
  }

  function(name = NULL, package = home) {
    if (!requireNamespace("jsonlite", quietly = TRUE)) {
      fail("could_not_run", 'The R package jsonlite is missing: install.packages("jsonlite").')
    }
    descriptor <- file.path(package, "datapackage.json")
    if (!file.exists(descriptor)) {
      fail("could_not_run", "There is no datapackage.json in ", package, ". Give the folder of a data package.")
    }
    resources <- tryCatch(
      jsonlite::fromJSON(descriptor, simplifyVector = FALSE)$resources,
      error = function(error) reject("datapackage.json", "It is not JSON.")
    )
    tables <- Filter(function(resource) !is.null(resource$schema), resources)
    names(tables) <- vapply(tables, function(table) table$name, "")
    if (is.null(name)) return(lapply(tables, read_table, package))
    if (!name %in% names(tables)) {
      known <- paste(names(tables), collapse = ", ")
      fail("could_not_run", 'There is no table "', name, '". The tables are: ', known, ".")
    }
    read_table(tables[[name]], package)
  }
})
