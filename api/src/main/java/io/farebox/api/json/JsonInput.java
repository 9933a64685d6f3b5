package io.farebox.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.farebox.charge.Credits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reader of one JSON body that goes on after a fault, so that an answer can name all of them.
 *
 * <p>Each accessor reads the value it stands on. A JSON null counts as absent; a value of the wrong type or out of
 * bounds is noted and counts as absent too. Unknown and repeated fields are faults: what a client believes it said must
 * be what was understood.
 */
public final class JsonInput {
    /** The most faults that are noted before reading stops. */
    public static final int FAULTS_MAX = 100;
    /** The most fields of one object. */
    public static final int FIELDS_MAX = 64;
    /** The deepest nesting of arrays and objects. */
    public static final int DEPTH_MAX = 32;
    /** The most characters of one text, before any narrower bound. */
    public static final int TEXT_MAX_CHARS = 100_000;

    static final int NAME_MAX_CHARS = 256;

    /** Reads the value of a field. */
    @FunctionalInterface
    public interface Fields {
        /** Reads the field's value by exactly one accessor and answers true, or answers false where it knows no such. */
        boolean read(String name) throws IOException;
    }

    /** Reads the item that the input stands on, by exactly one accessor. */
    @FunctionalInterface
    public interface Items {
        void read() throws IOException;
    }

    /** Reads a body's root value. */
    @FunctionalInterface
    public interface Root<T> {
        T read(JsonInput in) throws IOException;
    }

    private final JsonParser parser;
    private final List<Fault> faults = new ArrayList<>(0);

    private JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a body.
     *
     * @throws Malformed naming all that is wrong with it
     */
    public static <T> T read(byte[] body, int offset, int length, Root<T> root) {
        try (JsonParser parser = Parsers.of(body, offset, length)) {
            JsonInput in = new JsonInput(parser);
            T value = in.whole(root);
            if (!in.faults.isEmpty()) {
                throw new Malformed(in.faults);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T whole(Root<T> root) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new Malformed("", "the body is empty; a JSON object is expected");
            }
            T value = root.read(this);
            if (parser.nextToken() != null) {
                fault("", "nothing may follow the JSON object");
            }
            return value;
        } catch (StreamConstraintsException e) {
            fault("a name, text, number or nesting is beyond its limit");
        } catch (JsonProcessingException e) {
            fault("not well-formed JSON at " + where(e));
        }
        throw new Malformed(faults);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null ? "the end" : "byte " + e.getLocation().getByteOffset();
    }

    /** Reads an object, field by field. */
    public void object(Fields fields) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.START_OBJECT) {
            wrongTypeUnlessNull(token, "an object");
            return;
        }
        List<String> seen = new ArrayList<>(8);
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            if (seen.contains(name)) {
                fault("the field is there twice");
                parser.skipChildren();
            } else if (!fields.read(name)) {
                fault("unknown field");
                parser.skipChildren();
            }
            seen.add(name);
            if (seen.size() > FIELDS_MAX) {
                fault("an object may have at most " + FIELDS_MAX + " fields");
                throw new Malformed(faults);
            }
        }
    }

    /** Reads an array, item by item. Where it has more than {@code itemsMax}, reading stops. */
    public void array(int itemsMax, Items items) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongTypeUnlessNull(parser.currentToken(), "an array");
            return;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count++ == itemsMax) {
                String pointer = parser.getParsingContext().pathAsPointer().toString();
                fault(pointer.substring(0, pointer.lastIndexOf('/')), "at most " + itemsMax + " items are allowed");
                throw new Malformed(faults);
            }
            items.read();
        }
    }

    /** Reads an object of texts. */
    public Map<String, String> texts(int valueMaxChars) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        object(name -> {
            String nameFault = Texts.fault(name);
            if (nameFault != null) {
                fault("its name " + nameFault);
            }
            String value = text(0, valueMaxChars);
            if (value != null) {
                texts.put(name, value);
            }
            return true;
        });
        return texts;
    }

    /** Reads a text with a number of characters within bounds. */
    public @Nullable String text(int minChars, int maxChars) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING) {
            wrongTypeUnlessNull(token, "a text");
            return null;
        }
        String text = parser.getText();
        if (text.length() < minChars || text.length() > maxChars) {
            fault("must have " + minChars + " to " + maxChars + " characters, not " + text.length());
            return null;
        }
        String fault = Texts.fault(text);
        if (fault != null) {
            fault(fault);
            return null;
        }
        return text;
    }

    /** Reads a text of one line. */
    public @Nullable String line(int minChars, int maxChars) throws IOException {
        String text = text(minChars, maxChars);
        if (text != null && !Texts.isOneLine(text)) {
            fault("must not contain control characters");
            return null;
        }
        return text;
    }

    /** Reads one of some names. */
    public <T> @Nullable T oneOf(Map<String, T> values) throws IOException {
        String text = text(0, NAME_MAX_CHARS);
        if (text == null) {
            return null;
        }
        T value = values.get(text);
        if (value == null) {
            fault("must be one of "
                    + String.join(", ", values.keySet().stream().sorted().toList()));
        }
        return value;
    }

    /** Reads a truth value. */
    public boolean bool(boolean absent) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> absent;
            default -> {
                wrongType("true or false");
                yield absent;
            }
        };
    }

    /** Reads credits, a decimal text or a number, as micro-credits within bounds. */
    public @Nullable Long credits(long minMicro, long maxMicro) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            wrongType("credits: a decimal text or a number");
            return null;
        }
        OptionalLong micro = Credits.parse(parser.getText());
        if (micro.isEmpty() || micro.getAsLong() < minMicro || micro.getAsLong() > maxMicro) {
            fault("must be a plain decimal from " + Credits.format(minMicro) + " to " + Credits.format(maxMicro)
                    + " with at most 6 decimals");
            return null;
        }
        return micro.getAsLong();
    }

    /** Reads an instant, RFC 3339. */
    public @Nullable Instant instant() throws IOException {
        String text = text(1, 64);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            fault("must be a time as in RFC 3339, such as 2030-01-31T12:00:00Z");
            return null;
        }
    }

    /** Passes over the value, whatever it is. */
    public void skip() throws IOException {
        parser.skipChildren();
    }

    /** The value as it stands there, a number, truth value or text; null where it is none of them. */
    public @Nullable String scalar() throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /**
     * The value, whatever it is, for what others define: a map, a list, a text for any scalar, or null for null.
     *
     * @param valuesMax how many values it may have altogether
     */
    public @Nullable Object any(int valuesMax) throws IOException {
        return any(new int[] {valuesMax});
    }

    private @Nullable Object any(int[] left) throws IOException {
        if (--left[0] < 0) {
            fault("has too many values");
            throw new Malformed(faults);
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> fields = new HashMap<>();
                String name;
                while ((name = parser.nextFieldName()) != null) {
                    parser.nextToken();
                    fields.put(name, any(left));
                }
                return fields;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(any(left));
                }
                return items;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getText();
            }
        }
    }

    /** Notes that something is wrong with the value that the input stands on. */
    public void fault(String detail) {
        fault(parser.getParsingContext().pathAsPointer().toString(), detail);
    }

    /** Notes that something is wrong. */
    public void fault(String pointer, String detail) {
        faults.add(new Fault(pointer, detail));
        if (faults.size() >= FAULTS_MAX) {
            throw new Malformed(faults);
        }
    }

    /** Notes that a field must be there, unless there is something in it. */
    public void require(String pointer, @Nullable Object value) {
        if (value == null && faults.stream().noneMatch(fault -> fault.pointer().equals(pointer))) {
            fault(pointer, "is required");
        }
    }

    private void wrongTypeUnlessNull(JsonToken token, String expected) throws IOException {
        if (token != JsonToken.VALUE_NULL) {
            wrongType(expected);
        }
    }

    private void wrongType(String expected) throws IOException {
        fault("must be " + expected);
        parser.skipChildren();
    }
}
