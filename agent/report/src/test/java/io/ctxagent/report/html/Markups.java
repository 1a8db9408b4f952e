package io.ctxagent.report.html;

import io.ctxagent.report.Golden;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** A page as a parser sees it. */
final class Markups extends DefaultHandler {

    /** Elements with the names of their attributes, in their order. */
    final List<String> elements = new ArrayList<>();

    final StringBuilder text = new StringBuilder();
    int deepest;
    private int depth;

    static Markups of(String page) throws Exception {
        Markups seen = new Markups();
        String normal = Golden.normal(page);
        SAXParserFactory.newInstance()
                .newSAXParser()
                .parse(new InputSource(new StringReader(normal.substring(normal.indexOf("<html")))), seen);
        return seen;
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
        StringBuilder element = new StringBuilder(name);
        for (int i = 0; i < attributes.getLength(); i++) {
            element.append(' ').append(attributes.getQName(i));
        }
        elements.add(element.toString());
        deepest = Math.max(deepest, ++depth);
    }

    @Override
    public void endElement(String uri, String local, String name) {
        depth--;
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        text.append(chars, start, length);
    }
}
