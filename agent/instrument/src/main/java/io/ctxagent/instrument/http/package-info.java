/** What the hooks of HTTP servers ask the servers' own objects: method, path, header, connection. By method handles, because no class of theirs is visible from here. */
@NullMarked
package io.ctxagent.instrument.http;

import org.jspecify.annotations.NullMarked;
