/**
 * JSON as a stream, in both directions, with jackson-core alone: no data binding, so the command line starts fast and the
 * agent needs no memory for the whole document.
 *
 * <p>{@link io.ctxagent.model.json.JsonPull} reads one value at a time and says which one is wrong;
 * {@link io.ctxagent.model.json.JsonPush} writes.
 */
@NullMarked
package io.ctxagent.model.json;

import org.jspecify.annotations.NullMarked;
