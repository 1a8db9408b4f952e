/**
 * An order service to look at: HTTP in front, a database and a warehouse behind, a queue in between, and a context at
 * each step. Start at {@link io.ctxagent.samples.orders.OrderService}; the classes that end in {@code Leak} are faults
 * that it plants when asked, and nothing else in here is meant to be wrong.
 */
@NullMarked
package io.ctxagent.samples.orders;

import org.jspecify.annotations.NullMarked;
