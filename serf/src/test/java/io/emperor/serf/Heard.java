package io.emperor.serf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Writes down what it is told, a line for each. */
final class Heard implements SerfListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<List<Member>> memberships = new CopyOnWriteArrayList<>();

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void members(List<Member> members) {
    memberships.add(members);
    lines.add(
        members.stream()
            .map(member -> member.name() + "=" + member.status().word())
            .collect(Collectors.joining(" ", "members ", "")));
  }

  @Override
  public void event(MemberEvent event) {
    lines.add(
        event.members().stream()
            .map(Member::name)
            .sorted()
            .collect(Collectors.joining(" ", event.type().serfName() + " ", "")));
  }

  @Override
  public void event(UserEvent event) {
    lines.add("event " + event.name() + " " + text(event.payload()));
  }

  @Override
  public Optional<byte[]> query(QueryEvent query) {
    lines.add("query " + query.name());
    return query.name().equals("silent")
        ? Optional.empty()
        : Optional.of(("ok " + text(query.payload())).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void away(String why) {
    lines.add("away");
  }

  @Override
  public void back() {
    lines.add("back");
  }

  List<String> lines() {
    return lines;
  }

  int howOften(String line) {
    return (int) lines.stream().filter(line::equals).count();
  }

  /** The tags of a member as they were told last. */
  Map<String, String> tags(String name) {
    return memberships.get(memberships.size() - 1).stream()
        .filter(member -> member.name().equals(name))
        .map(Member::tags)
        .findFirst()
        .orElse(Map.of());
  }

  void await(String line) {
    Waiting.until(line + " after " + lines, () -> lines.contains(line));
  }
}
