/**
 * What advice inlined into JDK classes may call. These classes are defined by the bootstrap loader, so they see nothing
 * but {@code java.base} and each other, and every class of the JVM sees them.
 *
 * <p>Rules of the room: JDK types only; no lambdas, no streams, no logging, no regular expressions; nothing thrown but
 * what a hook throws on purpose; no lock that application code can wait for. The Context API lives in another loader, once,
 * several times or not at all, and is met through {@link io.ctxagent.boot.Port}.
 */
@NullMarked
package io.ctxagent.boot;

import org.jspecify.annotations.NullMarked;
