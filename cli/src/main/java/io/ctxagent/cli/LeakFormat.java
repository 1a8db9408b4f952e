package io.ctxagent.cli;

/** What a leak report is written as; written as on the command line. */
enum LeakFormat {
    text,
    json,
    sarif,
    junit,
    github,
    gitlab,
    html,
    md
}
