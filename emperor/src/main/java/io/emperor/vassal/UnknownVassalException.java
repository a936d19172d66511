package io.emperor.vassal;

import io.emperor.base.NearestName;
import java.util.Collection;

/** There is no vassal of that name. */
public final class UnknownVassalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says so, and which name may have been meant.
   *
   * @param name the name
   * @param known the names of all vassals
   */
  public UnknownVassalException(String name, Collection<String> known) {
    super("there is no vassal " + name + suggestion(name, known));
  }

  private static String suggestion(String name, Collection<String> known) {
    return NearestName.find(name, known).map(near -> ": did you mean " + near + "?").orElse("");
  }
}
