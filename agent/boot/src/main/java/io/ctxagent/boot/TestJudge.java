package io.ctxagent.boot;

import java.util.List;
import java.util.Map;

/** What the agent does for the extension of a test runner; the agent sets one. Implementations are thread-safe. */
public abstract class TestJudge {

    /**
     * What is left of a test that has ended; returns at once when nothing is.
     *
     * @return a finding each, as {@link Tests#end} gives them
     */
    public abstract List<Map<String, Object>> judge(TestRun test);

    /** The loader of the agent's own copy of the Context API: for tests that have none. */
    public abstract ClassLoader ownApi() throws Throwable;
}
