# The figures in R, with the types that datapackage.json gives. Needs the package jsonlite, nothing else; tested with R 4.2.
#
#     source("scripts/load.R")                     # from any folder: the file finds the package that it belongs to
#     figures <- load_figures("figures_labelled")  # one table; open this one first: one flat row a figure
#     tables <- load_figures()                     # all tables, a list by name
#
# Keep the hedge (quantifier) with each value, and never add a row to the one that it is a part_of. What each column means,
# its unit and what an empty cell says, stands in data/README.md.
#
#     load_figures(name = NULL, package = <the package of this file>)
#
# name     the name of a table; NULL for all. An unknown name is an error that lists the names that there are.
# package  the folder of the data package. Give it where this file was not read by source() or Rscript and so cannot know
#          its place, as in load_figures("figures", package = "syria-april-2015-figures").
#
# A data frame comes back, the id a column of it. A number is numeric, a whole number integer, a date Date, a code a factor
# with its levels in the order of the descriptor, true and false logical, other text character. An empty cell is NA.
#
# Errors have the classes and the words of the Python reader: could_not_run (no such table or package) and rejected (a file
# is missing, or holds what the descriptor does not allow: the message names file, row, column and cell; row 1 is the header).
#
# Text is UTF-8 and marked as such, whatever the locale; Arabic comes through under LC_ALL=C too. There print() shows it as
# escapes such as <U+0645>: R holds the text but cannot show it. writeLines(enc2utf8(text), useBytes = TRUE) writes it.

load_figures <- local({
  # Where this file stands: source() keeps its path in a frame (with chdir = TRUE the last part of it holds), Rscript in an
  # argument; else the working folder is taken.
  home <- local({
    said <- unlist(lapply(rev(sys.frames()), function(frame) get0("ofile", frame, inherits = FALSE)))
    said <- c(said, sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
    said <- c(said, basename(said))
    found <- said[basename(said) == "load.R" & file.exists(said)]
    if (length(found)) dirname(dirname(normalizePath(found[[1]]))) else getwd()
  })

  could_not_run <- function(...) {
    stop(structure(class = c("could_not_run", "error", "condition"), list(message = paste0(...), call = NULL)))
  }

  # One or more things that are wrong, each with the line of the file where rows are given.
  reject <- function(path, problem, rows = NULL, column = NULL, cells = NULL) {
    place <- path
    if (!is.null(rows)) place <- paste0(place, ", row ", rows)
    if (!is.null(column)) place <- paste0(place, ", column ", column)
    if (!is.null(cells)) place <- paste0(place, ': "', cells, '"')
    message <- paste0(place, ": ", problem, collapse = "; ")
    stop(structure(class = c("rejected", "error", "condition"), list(message = message, call = NULL)))
  }

  # The cells of a CSV as text, NA where empty. Row i of them stands at line i + 1.
  read_cells <- function(package, path, columns) {
    if (grepl("^([A-Za-z]:|[/~])|\\\\|://|(^|/)[.][.](/|$)", path)) reject(path, "The path leaves the folder of the package.")
    file <- file.path(package, path)
    if (!utils::file_test("-f", file)) reject(path, "The file is missing.")
    if (!all(validUTF8(readLines(file, warn = FALSE)))) reject(path, "The file is not UTF-8.")
    widths <- utils::count.fields(file, sep = ",", quote = "\"", comment.char = "", blank.lines.skip = FALSE)
    widths <- widths[!is.na(widths)] # a line that ends inside quotation marks is no row of its own
    header <- scan(file, "", sep = ",", quote = "\"", nlines = 1, quiet = TRUE, encoding = "UTF-8")
    unknown <- setdiff(header, columns)
    lacking <- setdiff(columns, header)
    if (length(unknown)) reject(path, "The descriptor has no such column.", 1, unknown)
    if (length(lacking)) reject(path, "The column is missing.", 1, lacking)
    if (!identical(header, columns)) {
      reject(path, "The columns are not in the order of the descriptor.", 1, header[header != columns][[1]])
    }
    if (any(widths == 0)) reject(path, "The row is blank.", which(widths == 0))
    uneven <- which(widths != length(columns))
    if (length(uneven)) {
      reject(path, paste0("The row has ", widths[uneven], " cells, the header ", length(columns), "."), uneven)
    }
    utils::read.csv(
      file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE, stringsAsFactors = FALSE
    )
  }

  # The cells of one column in its type; what cannot be read so is an error.
  typed <- function(cells, field, path) {
    refuse_unless <- function(good, problem) {
      bad <- which(!is.na(cells) & !good)
      if (length(bad)) reject(path, problem, bad + 1, field$name, cells[bad])
    }
    like <- function(pattern) grepl(pattern, cells, useBytes = TRUE)
    codes <- unlist(field$constraints$enum)
    if (length(codes)) {
      refuse_unless(cells %in% codes, "It is no code of this column.")
      return(factor(cells, levels = codes))
    }
    switch(field$type,
      string = cells,
      number = ,
      integer = {
        refuse_unless(like("^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$"), "It is no number.")
        numbers <- as.numeric(cells)
        if (field$type == "number") return(numbers)
        refuse_unless(numbers == trunc(numbers), "It is no whole number.")
        refuse_unless(abs(numbers) <= .Machine$integer.max, "It is too large for a whole number of R.")
        as.integer(numbers)
      },
      date = {
        refuse_unless(like("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "It is no date of the form 2015-04-06.")
        days <- as.Date(cells, format = "%Y-%m-%d")
        refuse_unless(!is.na(days), "There is no such day.")
        days
      },
      boolean = {
        refuse_unless(cells %in% c("true", "false"), "It is neither true nor false.")
        cells == "true"
      },
      could_not_run("The column ", field$name, " is of type ", field$type, ", which no table here uses.")
    )
  }

  read_table <- function(resource, package) {
    fields <- resource$schema$fields
    columns <- vapply(fields, function(field) field$name, "")
    cells <- read_cells(package, resource$path, columns)
    cells[] <- Map(typed, cells, fields, resource$path)
    cells
  }

  function(name = NULL, package = home) {
    if (!requireNamespace("jsonlite", quietly = TRUE)) {
      could_not_run('The R package jsonlite is missing: install.packages("jsonlite").')
    }
    descriptor <- file.path(package, "datapackage.json")
    if (!file.exists(descriptor)) {
      could_not_run("There is no datapackage.json in ", package, ". Give the folder of a data package.")
    }
    resources <- tryCatch(
      jsonlite::fromJSON(descriptor, simplifyVector = FALSE)$resources,
      error = function(error) reject("datapackage.json", "It is no JSON.")
    )
    tables <- Filter(function(resource) !is.null(resource$schema), resources)
    names(tables) <- vapply(tables, function(table) table$name, "")
    if (is.null(name)) {
      return(lapply(tables, read_table, package))
    }
    if (!name %in% names(tables)) {
      could_not_run('There is no table "', name, '". The tables are: ', paste(names(tables), collapse = ", "), ".")
    }
    read_table(tables[[name]], package)
  }
})
