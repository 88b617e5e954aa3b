"""What compiled code asks of the processor itself: memory at an address, and the bits of a word."""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def pointer(_typing, _address):
    """A number as a pointer to words."""

    def generate(_context, builder, _signature, args):
        return builder.inttoptr(args[0], ir.IntType(64).as_pointer())

    return types.CPointer(types.uint64)(types.uintp), generate


@intrinsic
def bytes_at(_typing, _address):
    """A number as a pointer to bytes."""

    def generate(_context, builder, _signature, args):
        return builder.inttoptr(args[0], ir.IntType(8).as_pointer())

    return types.CPointer(types.int8)(types.uintp), generate


@intrinsic
def floats_at(_typing, _address):
    """A number as a pointer to numbers in single precision."""

    def generate(_context, builder, _signature, args):
        return builder.inttoptr(args[0], ir.FloatType().as_pointer())

    return types.CPointer(types.float32)(types.uintp), generate


@intrinsic
def fetch(_typing, _address):
    """Ask for the line of memory at an address, without waiting for it: one that is read once.

    So what else the caches hold stays there, as the code and values of Python around a match.
    """

    def generate(_context, builder, _signature, args):
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        to_read, once, data = (ir.Constant(number, each) for each in (0, 0, 1))
        builder.call(fetch, [builder.inttoptr(args[0], byte), to_read, once, data])

    return types.void(types.uintp), generate


@intrinsic
def bits(_typing, _word):
    """How many bits of a word are set."""

    def generate(_context, builder, _signature, args):
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), generate


@intrinsic
def lowest(_typing, _word):
    """The place of the lowest bit set of a word that is not 0."""

    def generate(_context, builder, _signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


@intrinsic
def doubles_at(_typing, _address):
    """A number as a pointer to numbers in double precision."""

    def generate(_context, builder, _signature, args):
        return builder.inttoptr(args[0], ir.DoubleType().as_pointer())

    return types.CPointer(types.float64)(types.uintp), generate


@intrinsic
def codes_at(_typing, _address):
    """A number as a pointer to codes."""

    def generate(_context, builder, _signature, args):
        return builder.inttoptr(args[0], ir.IntType(32).as_pointer())

    return types.CPointer(types.int32)(types.uintp), generate
