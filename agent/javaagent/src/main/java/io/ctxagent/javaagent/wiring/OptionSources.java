package io.ctxagent.javaagent.wiring;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where options come from, the strongest first. Holds what was given, right or wrong, and what is wrong with it. */
final class OptionSources {

    private static final String PROPERTY = "ctx.agent.";
    private static final String VARIABLE = "CTX_AGENT_";

    private final Map<String, String> argument;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private final Map<String, String> file = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private OptionSources(String argument, Properties properties, Map<String, String> environment) {
        this.argument = split(argument);
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PROPERTY)) {
                this.properties.put(name.substring(PROPERTY.length()), properties.getProperty(name));
            }
        }
        this.environment = environment;
        String config = get("config");
        if (config != null) {
            load(config);
        }
    }

    static OptionSources of(String argument, Properties properties, Map<String, String> environment) {
        return new OptionSources(argument, properties, environment);
    }

    /** {@code a=1,b=x,y} is a and b: a part without {@code =} goes on with the value before it. */
    private Map<String, String> split(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        String last = null;
        int from = 0;
        while (from <= text.length() && !text.isEmpty()) {
            int comma = text.indexOf(',', from);
            String part = text.substring(from, comma < 0 ? text.length() : comma);
            int equals = part.indexOf('=');
            if (equals > 0) {
                last = part.substring(0, equals).trim();
                found.put(last, part.substring(equals + 1).trim());
            } else if (last != null) {
                found.merge(last, part.trim(), (before, more) -> before + "," + more);
            } else if (!part.isBlank()) {
                complaints.add("option '" + part.trim() + "' has no value; write key=value");
            }
            from = comma < 0 ? text.length() + 1 : comma + 1;
        }
        return found;
    }

    private void load(String path) {
        Properties loaded = new Properties();
        try (InputStream in = new FileInputStream(new File(path))) {
            loaded.load(in);
        } catch (IOException | IllegalArgumentException e) {
            complaints.add("config file " + path + " cannot be read (" + e.getMessage() + "); going on without it");
            return;
        }
        for (String name : loaded.stringPropertyNames()) {
            String key = name.startsWith(PROPERTY) ? name.substring(PROPERTY.length()) : name;
            file.put(key, loaded.getProperty(name).trim());
        }
    }

    /** What the strongest source says of {@code key}; null when none does. */
    @Nullable
    String get(String key) {
        String given = argument.get(key);
        given = given != null ? given : properties.get(key);
        given = given != null ? given : environment.get(variable(key));
        return given != null ? given : file.get(key);
    }

    private static String variable(String key) {
        return VARIABLE + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Keys that were given and are none of {@code known}. */
    List<String> unknown(Iterable<String> known) {
        TreeSet<String> given = new TreeSet<>(argument.keySet());
        given.addAll(properties.keySet());
        given.addAll(file.keySet());
        TreeSet<String> variables = new TreeSet<>();
        for (String name : environment.keySet()) {
            if (name.startsWith(VARIABLE)) {
                variables.add(name);
            }
        }
        for (String key : known) {
            given.remove(key);
            variables.remove(variable(key));
        }
        List<String> unknown = new ArrayList<>(given);
        unknown.addAll(variables);
        return unknown;
    }

    void complain(String line) {
        complaints.add(line);
    }

    /** Prints each complaint as one line on standard error. */
    void printComplaints() {
        for (String complaint : complaints) {
            System.err.println("ctx-agent: " + complaint);
        }
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
