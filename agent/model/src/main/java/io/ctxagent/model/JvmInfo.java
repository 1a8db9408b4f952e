package io.ctxagent.model;

import java.time.Instant;

/**
 * The JVM that was looked at.
 *
 * @param mainClass the main class, or the jar it was started from; empty where the JVM does not say
 * @param jdk the value of {@code java.version}
 */
public record JvmInfo(long pid, String mainClass, String jdk, Instant startedAt, long uptimeMillis, String user) {}
