package io.emperor.test.apps;

import io.emperor.api.Consul;
import io.emperor.api.Lease;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says which instance it is, and writes with the lease on its slot. */
public final class Placed implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/*", new Answer(context));
  }

  private static final class Answer extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient VassalContext context;

    Answer(VassalContext context) {
      this.context = context;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Lease lease = context.lease().orElseThrow();
      byte[] value = Long.toString(lease.fence()).getBytes(StandardCharsets.US_ASCII);
      boolean written = Consul.set(lease, "placed/" + lease.name(), value, null);
      response
          .getWriter()
          .println(
              String.join(
                  " ",
                  context.name(),
                  lease.name(),
                  Integer.toString(context.instance().orElseThrow()),
                  Long.toString(lease.fence()),
                  Boolean.toString(lease.held()),
                  Boolean.toString(written)));
    }
  }
}
