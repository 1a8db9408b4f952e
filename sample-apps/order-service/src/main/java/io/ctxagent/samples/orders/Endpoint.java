package io.ctxagent.samples.orders;

/** What answers requests; called under the context of the request. */
interface Endpoint {

    /** May throw what it likes: the context tells a cancelled request from a failed one. */
    Reply answer(Request request) throws Exception;
}
