package io.emperor.provisioning.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** RFC 3339's date and time. The library's own writes values into the log. */
final class DateTimeFormat implements Format {

  /** Java would do without the seconds. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

  @Override
  public String getName() {
    return "date-time";
  }

  @Override
  public boolean matches(ExecutionContext context, String value) {
    String upper = value.toUpperCase(Locale.ROOT);
    if (!SHAPE.matcher(upper).matches()) {
      return false;
    }
    try {
      OffsetDateTime unused = OffsetDateTime.parse(upper);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
