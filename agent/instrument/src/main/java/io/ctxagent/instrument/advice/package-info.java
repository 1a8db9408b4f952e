/**
 * Advice that more than one family uses. The bodies are copied into JDK classes: they name {@code io.ctxagent.boot}
 * and the JDK, nothing else, and hold no logic of their own.
 */
@NullMarked
package io.ctxagent.instrument.advice;

import org.jspecify.annotations.NullMarked;
