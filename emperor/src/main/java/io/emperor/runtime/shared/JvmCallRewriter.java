package io.emperor.runtime.shared;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Leads an app's calls of {@link System#exit}, {@link Runtime#exit}, {@link Runtime#halt}, {@link
 * Runtime#addShutdownHook} and {@link Runtime#removeShutdownHook} to {@link JvmCallTarget}, in the
 * code of its classes. Calls by reflection are not seen.
 */
final class JvmCallRewriter {

  private static final String SYSTEM = Type.getInternalName(System.class);
  private static final String RUNTIME = Type.getInternalName(Runtime.class);
  private static final String TARGET = Type.getInternalName(JvmCallTarget.class);

  /** Methods with their descriptors to the methods that stand for them. */
  private static final Map<String, String> TARGETS =
      Map.of(
          SYSTEM + ".exit(I)V", "exit",
          RUNTIME + ".exit(I)V", "exit",
          RUNTIME + ".halt(I)V", "exit",
          RUNTIME + ".addShutdownHook(Ljava/lang/Thread;)V", "addShutdownHook",
          RUNTIME + ".removeShutdownHook(Ljava/lang/Thread;)Z", "removeShutdownHook");

  private static final List<String> NAMES = List.of("exit", "halt", "ShutdownHook");

  private JvmCallRewriter() {}

  /** The code of a class with its calls redirected; the same if it has none. */
  static byte[] redirected(byte[] code) {
    String constants = new String(code, StandardCharsets.ISO_8859_1);
    boolean owner = constants.contains(RUNTIME) || constants.contains(SYSTEM);
    if (!owner || NAMES.stream().noneMatch(constants::contains)) {
      return code;
    }
    try {
      ClassReader reader = new ClassReader(code);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Redirecting(writer), 0);
      return writer.toByteArray();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // No class, or one for a newer Java: the JVM has more to say about it.
      return code;
    }
  }

  private static @Nullable String target(String owner, String name, String descriptor) {
    return TARGETS.get(owner + "." + name + descriptor);
  }

  /** What an instance's method is called on becomes the first parameter. */
  private static String descriptor(String owner, String descriptor) {
    return owner.equals(RUNTIME) ? "(L" + RUNTIME + ";" + descriptor.substring(1) : descriptor;
  }

  private static final class Redirecting extends ClassVisitor {

    Redirecting(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new RedirectingMethod(
          super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class RedirectingMethod extends MethodVisitor {

    RedirectingMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      String target = target(owner, name, descriptor);
      if (target != null) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, TARGET, target, descriptor(owner, descriptor), false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] redirected = Arrays.stream(arguments).map(RedirectingMethod::redirected).toArray();
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    /** A method reference. */
    private static Object redirected(Object argument) {
      if (!(argument instanceof Handle handle)) {
        return argument;
      }
      String target = target(handle.getOwner(), handle.getName(), handle.getDesc());
      String descriptor = descriptor(handle.getOwner(), handle.getDesc());
      return target == null
          ? argument
          : new Handle(Opcodes.H_INVOKESTATIC, TARGET, target, descriptor, false);
    }
  }
}
