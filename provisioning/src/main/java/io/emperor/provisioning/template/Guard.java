package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.io.Writer;
import java.util.List;

/** Makes each body and each print of a template go through the run that counts them. */
final class Guard extends AbstractNodeVisitor {

  private final Run run;

  Guard(PebbleTemplateImpl template, Run run) {
    super(template);
    this.run = run;
  }

  @Override
  public void visit(BodyNode node) {
    super.visit(node);
    String file = getTemplate().getName();
    List<RenderableNode> children = List.copyOf(node.getChildren());
    List<RenderableNode> guarded = node.getChildren();
    guarded.clear();
    int first = children.isEmpty() ? node.getLineNumber() : line(children.get(0), node);
    guarded.add(new Mark(first, () -> run.enter(file, first)));
    for (RenderableNode child : children) {
      int line = line(child, node);
      guarded.add(new Mark(line, () -> run.at(file, line)));
      guarded.add(child);
    }
    guarded.add(new Mark(first, run::leave));
  }

  /** A body's own line is the one that it ends in. */
  private static int line(RenderableNode child, BodyNode body) {
    return child instanceof AbstractRenderableNode node && node.getLineNumber() > 0
        ? node.getLineNumber()
        : body.getLineNumber();
  }

  @Override
  public void visit(PrintNode node) {
    node.setExpression(new Printed(node.getExpression(), node.getLineNumber()));
  }

  private static final class Mark extends AbstractRenderableNode {

    private final Runnable passed;

    Mark(int line, Runnable passed) {
      super(line);
      this.passed = passed;
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
      passed.run();
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }

  private final class Printed implements Expression<String> {

    private final Expression<?> printed;
    private final int line;

    Printed(Expression<?> printed, int line) {
      this.printed = printed;
      this.line = line;
    }

    @Override
    public String evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      Object value = printed.evaluate(self, context);
      run.at(self.getName(), line);
      return Values.text(value);
    }

    @Override
    public int getLineNumber() {
      return line;
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }
}
