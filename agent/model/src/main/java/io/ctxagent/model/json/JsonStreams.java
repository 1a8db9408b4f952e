package io.ctxagent.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/** The one Jackson factory. */
final class JsonStreams {

    /** Ours nest 5 deep; what is deeper can only be a field that we skip. */
    private static final int MAX_DEPTH = 64;

    /** Half a gibibyte is some three million contexts; a compressed file that grows beyond is an attack. */
    private static final long MAX_DOCUMENT_BYTES = 512L << 20;

    // No recycling of buffers: the default keeps them in a ThreadLocal, and the agent may run on a thread that is not
    // its
    // own. Nothing is closed for us: the streams belong to the caller, and a document that failed half-way must stay
    // visibly broken.
    static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build()
            .configure(JsonParser.Feature.AUTO_CLOSE_SOURCE, false)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT, false)
            .configure(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM, false);

    private JsonStreams() {}
}
