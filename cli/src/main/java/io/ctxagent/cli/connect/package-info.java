/**
 * The way from what the user typed to a snapshot: {@link io.ctxagent.cli.connect.Target} is either a file or a JVM. For a
 * JVM an inspection socket that is open already is used; else {@link io.ctxagent.cli.connect.AgentLoader} attaches,
 * after {@link io.ctxagent.cli.connect.Preconditions} made sure that this can do no harm.
 */
@NullMarked
package io.ctxagent.cli.connect;

import org.jspecify.annotations.NullMarked;
