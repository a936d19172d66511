package io.emperor.fleet;

import java.util.Locale;

/** Why an instance goes on on another emperor than before. */
enum Move {
  /** Its emperor is to run none. */
  DRAINED,
  /** Its emperor has older files of it than others. */
  OLDER_FILES,
  /** Its emperor has not the labels that it needs now. */
  NODE_SELECTOR,
  /** Its starts have failed there. */
  FAILED,
  /** Another emperor had fewer. */
  BALANCE,
  /** Its emperor was killed, or cut off for too long. */
  LOST;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
