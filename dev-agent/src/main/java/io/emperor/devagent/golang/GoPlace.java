package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a reader is inside a document, and the first complaint about all of it. */
public final class GoPlace {

  private static final List<String> DURATIONS =
      List.of("Interval", "Timeout", "TTL", "DeregisterCriticalServiceAfter");

  private final @Nullable GoPlace root;
  private final @Nullable String struct;
  private final String path;
  private @Nullable String complaint;
  private @Nullable String lateComplaint;
  private int lateRank;

  GoPlace() {
    this(null, null, "");
  }

  private GoPlace(@Nullable GoPlace root, @Nullable String struct, String path) {
    this.root = root;
    this.struct = struct;
    this.path = path;
  }

  GoPlace at(String structName, String field) {
    String below = path.isEmpty() ? field : path + "." + field;
    return new GoPlace(root(), structName, below);
  }

  /** Inside something that Go reads for itself, without knowing where it is. */
  GoPlace afresh() {
    return new GoPlace(root(), null, "");
  }

  private GoPlace root() {
    return root == null ? this : root;
  }

  void complain(String what) {
    if (root().complaint == null) {
      root().complaint = what;
    }
  }

  /** Complains about a duration, which Go reads when it has read everything else. */
  void complainLate(String what) {
    int rank = DURATIONS.indexOf(path.substring(path.lastIndexOf('.') + 1));
    if (root().lateComplaint == null || rank < root().lateRank) {
      root().lateComplaint = what;
      root().lateRank = rank;
    }
  }

  /** Complains that something is of the wrong type. */
  public void mismatch(JsonNode json, GoType wanted) {
    boolean whole = wanted == GoScalar.INT || wanted == GoScalar.UINT64;
    mismatch(word(json) + (whole && json.isNumber() ? " " + json.asText() : ""), wanted.goName());
  }

  private void mismatch(String what, String type) {
    String where = struct == null ? "Go value" : "Go struct field " + struct + "." + path;
    complain("json: cannot unmarshal " + what + " into " + where + " of type " + type);
  }

  private static String word(JsonNode json) {
    return switch (json.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT -> "object";
      case STRING -> "string";
      case NUMBER -> "number";
      default -> "bool";
    };
  }

  @Nullable String complaint() {
    return root().complaint == null ? root().lateComplaint : root().complaint;
  }
}
