/**
 * What the command line and the agent say to each other, for both ends.
 *
 * <p>Everything on the inspection socket travels in frames: a length of four bytes, big-endian, and that many bytes. A
 * client sends one {@link io.ctxagent.model.wire.Request}; the agent replies with an
 * {@link io.ctxagent.model.wire.Answer} and, when that is not a refusal, a body in frames of its own that a frame of
 * length 0 ends:
 *
 * <pre>
 * client  [len]{"v":1,"verb":"snapshot","args":{"grace":"2s","stacks":"true"}}
 * agent   [len]{"v":1,"ok":true,"pid":4711,"startedAtMillis":1795334400000,"agent":"0.1.0"}
 *         [len]...body... [len]...body... [0]
 * or      [len]{"v":1,"ok":false,"error":"one line"}
 * </pre>
 *
 * <p>A connection that ends before the frame of length 0 is an answer that failed. Before any socket there is the
 * {@link io.ctxagent.model.wire.AttachReply}: the file in which a freshly loaded agent says where its socket is.
 *
 * <p>Nothing that a peer sends makes this code read more than the limits in {@link io.ctxagent.model.wire.Wire}, and
 * everything malformed ends in {@link io.ctxagent.model.wire.WireFormatException}.
 */
@NullMarked
package io.ctxagent.model.wire;

import org.jspecify.annotations.NullMarked;
