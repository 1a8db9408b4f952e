/**
 * The inspection socket: a Unix-domain socket that does not exist until a tool asks for it, in a directory of mode 0700
 * with a name that cannot be guessed. Reads requests of {@link io.ctxagent.model.wire}, answers the verbs that are on its
 * list, and changes nothing in the application but by {@code cancel}, where that is allowed.
 */
@NullMarked
package io.ctxagent.javaagent.inspect;

import org.jspecify.annotations.NullMarked;
