package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import java.util.List;

/** One group of calls that are instrumented, switched and reported together. */
public interface BlockingFamily {

    /** Its switch and fault count. */
    Family family();

    /**
     * Methods of JDK classes that it puts advice into, on {@code jdk} (the feature version, 17 or later). Of nothing else, no
     * option and no look at this JVM: the list is kept with the woven classes for each build and JVM, and not made again.
     */
    List<Hook> hooks(int jdk);

    /**
     * What its calls do, for {@code FAMILIES.md}: each hook of each JDK is named by one of these, each target here by a
     * hook. A test keeps it so.
     */
    List<Facts> facts();
}
