package io.ctxagent.cli;

/** When to colour; written as on the command line. */
enum ColorMode {
    auto,
    always,
    never
}
