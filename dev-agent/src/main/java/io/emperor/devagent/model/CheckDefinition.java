package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.golang.GoDuration;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoMap;
import io.emperor.devagent.golang.GoPlace;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoType;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a check in the catalog is run, which the catalog only remembers: JSON without its zeros. */
public final class CheckDefinition implements GoType {

  public static final CheckDefinition TYPE = new CheckDefinition();

  public static final GoMap HEADER = new GoMap(GoList.STRINGS, "map[string][]string");
  private static final Map<String, GoType> FIELDS = fields();

  private static Map<String, GoType> fields() {
    Map<String, GoType> fields = new LinkedHashMap<>();
    fields.put("Interval", GoScalar.DURATION);
    fields.put("OutputMaxSize", GoScalar.INT);
    fields.put("Timeout", GoScalar.DURATION);
    fields.put("DeregisterCriticalServiceAfter", GoScalar.DURATION);
    fields.put("HTTP", GoScalar.STRING);
    fields.put("TLSSkipVerify", GoScalar.BOOL);
    fields.put("Header", HEADER);
    fields.put("Method", GoScalar.STRING);
    fields.put("Body", GoScalar.STRING);
    fields.put("TCP", GoScalar.STRING);
    fields.put("ScriptArgs", GoList.STRINGS);
    fields.put("DockerContainerID", GoScalar.STRING);
    fields.put("Shell", GoScalar.STRING);
    fields.put("GRPC", GoScalar.STRING);
    fields.put("GRPCUseTLS", GoScalar.BOOL);
    fields.put("AliasNode", GoScalar.STRING);
    fields.put("AliasService", GoScalar.STRING);
    fields.put("TTL", GoScalar.DURATION);
    return fields;
  }

  private CheckDefinition() {}

  @Override
  public String goName() {
    return "struct { Interval interface {}; Timeout interface {};"
        + " DeregisterCriticalServiceAfter interface {}; TTL interface {}; *structs.Alias }";
  }

  @Override
  public @Nullable Object read(JsonNode json, GoPlace place) {
    if (!json.isObject()) {
      place.mismatch(json, this);
      return null;
    }
    Map<String, JsonNode> given = new HashMap<>();
    json.properties().forEach(e -> given.put(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    FIELDS.forEach(
        (name, type) -> {
          JsonNode child = given.get(name.toLowerCase(Locale.ROOT));
          if (child != null && !child.isNull()) {
            put(definition, name, child, type.read(child, place));
          }
        });
    return definition;
  }

  private static void put(
      ObjectNode definition, String name, JsonNode given, @Nullable Object value) {
    if (value instanceof Duration duration) {
      if (name.equals("TTL")) {
        definition.put(name, duration.toNanos());
      } else if (!duration.isZero()) {
        definition.put(name, GoDuration.format(duration));
      }
    } else if (value != null && !value.equals("") && !value.equals(0L) && !value.equals(false)) {
      boolean nothing = given.isContainerNode() && given.isEmpty();
      if (!nothing) {
        definition.set(name, given);
      }
    }
  }

  /** What kind of check that is, in a word; nothing if it would never run. */
  public static String kind(ObjectNode definition) {
    boolean repeats = definition.path("Interval").asText("-").charAt(0) != '-';
    if (repeats && definition.has("GRPC")) {
      return "grpc";
    }
    if (repeats && definition.has("HTTP")) {
      return "http";
    }
    if (definition.path("TTL").asLong() > 0) {
      return "ttl";
    }
    if (repeats && definition.has("TCP")) {
      return "tcp";
    }
    if (definition.has("AliasNode") || definition.has("AliasService")) {
      return "alias";
    }
    boolean script = repeats && definition.has("ScriptArgs");
    return script ? definition.has("DockerContainerID") ? "docker" : "script" : "";
  }
}
