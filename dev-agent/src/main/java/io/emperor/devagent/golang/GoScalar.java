package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Go's simple types. */
public enum GoScalar implements GoType {
  STRING("string") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      return json.isTextual() ? json.textValue() : mismatch(json, place);
    }
  },
  BOOL("bool") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      return json.isBoolean() ? (Object) json.booleanValue() : mismatch(json, place);
    }
  },
  INT("int") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      boolean fits = json.isIntegralNumber() && json.canConvertToLong();
      return fits ? (Object) json.longValue() : mismatch(json, place);
    }
  },
  UINT64("uint64") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      BigInteger number =
          json.isIntegralNumber() ? json.bigIntegerValue() : BigInteger.TEN.negate();
      boolean fits = number.signum() >= 0 && number.bitLength() <= 64;
      return fits ? number : mismatch(json, place);
    }
  },
  BYTES("[]uint8") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      if (!json.isTextual()) {
        return mismatch(json, place);
      }
      String text = json.textValue().replace("\n", "").replace("\r", "");
      try {
        if (text.length() % 4 != 0) {
          throw new IllegalArgumentException("its end is missing");
        }
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        place.complain("illegal base64 data at input byte " + illegal(text));
        return null;
      }
    }
  },
  /** A text with a unit, or a number of nanoseconds; anything else counts for nothing. */
  DURATION("interface {}") {
    @Override
    public @Nullable Object read(JsonNode json, GoPlace place) {
      if (!json.isTextual() && !json.isNumber()) {
        return null;
      }
      try {
        return json.isTextual()
            ? GoDuration.parse(json.textValue())
            : Duration.ofNanos((long) json.asDouble());
      } catch (IllegalArgumentException e) {
        place.complainLate(String.valueOf(e.getMessage()));
        return null;
      }
    }
  },
  ANY("interface {}") {
    @Override
    public Object read(JsonNode json, GoPlace place) {
      return json;
    }
  };

  private final String goName;

  GoScalar(String goName) {
    this.goName = goName;
  }

  @Override
  public String goName() {
    return goName;
  }

  @Nullable Object mismatch(JsonNode json, GoPlace place) {
    place.mismatch(json, this);
    return null;
  }

  private static int illegal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        return i;
      }
    }
    return text.length() - text.length() % 4;
  }
}
