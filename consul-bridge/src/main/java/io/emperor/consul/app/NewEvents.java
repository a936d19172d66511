package io.emperor.consul.app;

import com.google.common.base.Throwables;
import io.emperor.api.UserEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells those of all events an agent remembers that were not there before. Another agent may
 * remember more, and one that has started anew none. For one thread at a time.
 */
final class NewEvents implements Consumer<List<UserEvent>> {

  /** An agent remembers 256. */
  private static final int REMEMBERED = 1024;

  private final Consumer<UserEvent> listener;
  private final Set<String> known = new LinkedHashSet<>();
  private boolean begun;

  NewEvents(Consumer<UserEvent> listener) {
    this.listener = listener;
  }

  /** Takes events that nobody is to be told of. */
  void know(List<UserEvent> old) {
    begun = true;
    old.forEach(event -> known.add(event.id()));
  }

  @Override
  public void accept(List<UserEvent> all) {
    if (!begun) {
      know(all);
      return;
    }
    Throwable thrown = null;
    for (UserEvent event : all) {
      if (known.add(event.id())) {
        Throwable failure = told(event);
        thrown = thrown == null ? failure : thrown;
      }
    }
    forget();
    if (thrown != null) {
      Throwables.throwIfUnchecked(thrown);
      throw new IllegalStateException(thrown);
    }
  }

  private @Nullable Throwable told(UserEvent event) {
    try {
      listener.accept(event);
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void forget() {
    int surplus = known.size() - REMEMBERED;
    if (surplus > 0) {
      List.copyOf(known).subList(0, surplus).forEach(known::remove);
    }
  }
}
