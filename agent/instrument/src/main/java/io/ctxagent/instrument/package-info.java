/**
 * What the agent instruments and how: {@link io.ctxagent.instrument.BlockingFamilies} is the list, one file of
 * {@link io.ctxagent.instrument.family} for each family, and {@link io.ctxagent.instrument.Weaver} puts the advice
 * into the classes and knows of each method whether it could.
 *
 * <p>Runs in the agent's own class loader. Advice is inlined into JDK classes and calls {@code io.ctxagent.boot} only.
 */
@NullMarked
package io.ctxagent.instrument;

import org.jspecify.annotations.NullMarked;
