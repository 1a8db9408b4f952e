package io.ctxagent.cli.fuzz;
