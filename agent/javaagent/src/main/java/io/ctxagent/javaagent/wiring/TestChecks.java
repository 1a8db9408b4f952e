package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.TestJudge;
import io.ctxagent.boot.TestRun;
import io.ctxagent.model.Finding;
import io.ctxagent.recorder.Recorder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** What the recorder finds after a test, in types that the extension of a test runner knows. */
final class TestChecks extends TestJudge {

    private final Supplier<Recorder> recorder;
    private final Callable<ClassLoader> api;

    /**
     * @param recorder asked when the first test has left something to look at
     * @param api gives the loader of the agent's own copy of the Context API
     */
    TestChecks(Supplier<Recorder> recorder, Callable<ClassLoader> api) {
        this.recorder = recorder;
        this.api = api;
    }

    @Override
    public List<Map<String, Object>> judge(TestRun test) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Finding finding : recorder.get().afterTest(test)) {
            all.add(map(finding));
        }
        return all;
    }

    private static Map<String, Object> map(Finding finding) {
        Map<String, Object> map = new HashMap<>();
        map.put("rule", finding.rule());
        map.put("slug", finding.slug());
        map.put("severity", finding.severity());
        map.put("origin", finding.origin());
        map.put("fingerprint", finding.fingerprint());
        map.put("count", finding.count());
        map.put("message", finding.message());
        map.put("fix", finding.fix());
        if (finding.site() != null) {
            map.put("site", finding.site());
        }
        return map;
    }

    @Override
    public ClassLoader ownApi() throws Exception {
        return api.call();
    }
}
