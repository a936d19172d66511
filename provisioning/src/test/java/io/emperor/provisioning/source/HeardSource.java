package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a source tells. */
final class HeardSource implements SourceListener {

  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void has(ObjectNode values) {
    heard.add(values.toString());
  }

  @Override
  public void fails(String why) {
    heard.add(why);
  }

  List<String> all() {
    return heard;
  }

  String last() {
    return heard.isEmpty() ? "" : heard.get(heard.size() - 1);
  }
}
