package io.ctxagent.model;

/**
 * One method that the agent instruments, and whether it could.
 *
 * @param target class and method, {@code sun.nio.ch.NioSocketImpl.read}
 * @param state {@code bound}, {@code missing}, {@code degraded}, {@code off} or {@code unused} (its class is not loaded
 *     yet)
 */
public record HookInfo(String family, String target, String state) {}
