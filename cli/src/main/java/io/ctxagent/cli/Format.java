package io.ctxagent.cli;

/** What results are written as; written as on the command line. */
enum Format {
    text,
    json
}
