/**
 * The agent put together: options, the bridge into the bootstrap loader, families, recorder, socket and exit. Runs in
 * the agent's own class loader. {@link io.ctxagent.javaagent.wiring.Wiring} is the architecture as code.
 */
@NullMarked
package io.ctxagent.javaagent.wiring;

import org.jspecify.annotations.NullMarked;
