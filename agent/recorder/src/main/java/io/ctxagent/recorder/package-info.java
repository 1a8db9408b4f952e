/**
 * Takes a look at the running JVM and says what is wrong in it: contexts from the API's own tree, threads and what each is
 * blocked in, and the rules that turn both into findings.
 *
 * <p>Runs inside the observed application, in the agent's class loader. Rules of the room: nothing is thrown out, nothing
 * stops the world, no lock of the application's is taken, no thread but the caller's does any work; a JDK internal that
 * is missing makes the picture smaller, never the application slower. What is missing is listed with the hooks.
 *
 * <p>Start at {@link io.ctxagent.recorder.Recorder}; {@link io.ctxagent.recorder.Rules} is the list of rules, one file each.
 */
@NullMarked
package io.ctxagent.recorder;

import org.jspecify.annotations.NullMarked;
