package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import java.util.List;

/** One group of calls that are instrumented, switched and reported together. */
public interface BlockingFamily {

    /** Its switch and fault count. */
    Family family();

    /** Methods of JDK classes that it puts advice into, on {@code jdk} (the feature version, 17 or later). */
    List<Hook> hooks(int jdk);
}
