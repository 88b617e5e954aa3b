"""Numbers in single precision as their bits and back, in compiled code. Needs numba."""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def bits_of(_typing, _number):
    """The bits of a number in single precision."""

    def generate(_context, builder, _signature, args):
        return builder.bitcast(args[0], ir.IntType(32))

    return types.int32(types.float32), generate


@intrinsic
def float_of(_typing, _bits):
    """The number in single precision that these bits are."""

    def generate(_context, builder, _signature, args):
        return builder.bitcast(args[0], ir.FloatType())

    return types.float32(types.int32), generate
