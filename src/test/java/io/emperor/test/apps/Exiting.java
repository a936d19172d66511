package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Calls {@code System.exit} by reflection when somebody asks it to: {@code POST /exit}. */
public final class Exiting implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/exit", new Exit());
  }

  private static final class Exit extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      new Thread(Exit::exit).start();
    }

    private static void exit() {
      try {
        Object unused = System.class.getMethod("exit", int.class).invoke(null, 7);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
