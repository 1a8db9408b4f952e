package io.ctxagent.recorder;

import java.util.List;

/**
 * One kind of fault. Reads an observation and changes nothing; a rule that cannot decide a case leaves it out, because a
 * false accusation costs more than a late one.
 */
interface Rule {

    /** {@code CTX101}; never used for anything else again. */
    String id();

    /** {@code uncancelled-context}. */
    String slug();

    Severity severity();

    /** One sentence: what to do. */
    String fix();

    /** Each instance whose condition holds now, however short. */
    List<Candidate> candidates(Observation seen);
}
