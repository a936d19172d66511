package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hears of a source. */
public interface SourceListener {

  /**
   * The source has these values now.
   *
   * @param values all that it has, nested; nobody changes it any more
   */
  void has(ObjectNode values);

  /**
   * The source can't be read, or what is in it can't be used; what it had before counts on.
   *
   * @param why one line without any value, beginning in lower case: "is not there"
   */
  void fails(String why);
}
