package io.ctxagent.benchmarks.wakes;

import java.util.concurrent.Callable;

/**
 * A call that blocks for ever.
 *
 * @param name as the table shows it
 * @param family as the options call it
 * @param call may be made again and again, as it leaves what it works on as it was
 */
record Wait(String family, String name, Callable<?> call) {}
