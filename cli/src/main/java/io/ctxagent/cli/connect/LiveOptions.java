package io.ctxagent.cli.connect;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to reach the agent in a JVM.
 *
 * @param timeout how long to wait for the JVM, and then for each part of its answer
 * @param load whether the agent may be loaded where it is not there
 * @param agentJar the jar to load
 */
public record LiveOptions(Duration timeout, boolean load, Path agentJar) {}
