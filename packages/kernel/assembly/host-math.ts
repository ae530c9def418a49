// The functions of JavaScript's `Math`, which is the import module `math`: an engine that knows them calls its own in their place.

/** The sine of a number. */
// @ts-ignore: decorator
@external('math', 'sin')
export declare function sin(x: f64): f64;

/** The cosine of a number. */
// @ts-ignore: decorator
@external('math', 'cos')
export declare function cos(x: f64): f64;

/** The tangent of a number. */
// @ts-ignore: decorator
@external('math', 'tan')
export declare function tan(x: f64): f64;

/** The arc sine of a number. */
// @ts-ignore: decorator
@external('math', 'asin')
export declare function asin(x: f64): f64;

/** The arc cosine of a number. */
// @ts-ignore: decorator
@external('math', 'acos')
export declare function acos(x: f64): f64;

/** The arc tangent of a number. */
// @ts-ignore: decorator
@external('math', 'atan')
export declare function atan(x: f64): f64;

/** The hyperbolic sine of a number. */
// @ts-ignore: decorator
@external('math', 'sinh')
export declare function sinh(x: f64): f64;

/** The hyperbolic cosine of a number. */
// @ts-ignore: decorator
@external('math', 'cosh')
export declare function cosh(x: f64): f64;

/** The hyperbolic tangent of a number. */
// @ts-ignore: decorator
@external('math', 'tanh')
export declare function tanh(x: f64): f64;

/** The inverse hyperbolic sine of a number. */
// @ts-ignore: decorator
@external('math', 'asinh')
export declare function asinh(x: f64): f64;

/** The inverse hyperbolic cosine of a number. */
// @ts-ignore: decorator
@external('math', 'acosh')
export declare function acosh(x: f64): f64;

/** The inverse hyperbolic tangent of a number. */
// @ts-ignore: decorator
@external('math', 'atanh')
export declare function atanh(x: f64): f64;

/** e to the power of a number. */
// @ts-ignore: decorator
@external('math', 'exp')
export declare function exp(x: f64): f64;

/** The natural logarithm of a number. */
// @ts-ignore: decorator
@external('math', 'log')
export declare function log(x: f64): f64;

/** The logarithm to base 2 of a number. */
// @ts-ignore: decorator
@external('math', 'log2')
export declare function log2(x: f64): f64;

/** The logarithm to base 10 of a number. */
// @ts-ignore: decorator
@external('math', 'log10')
export declare function log10(x: f64): f64;

/** The arc tangent of a quotient, in its quadrant. */
// @ts-ignore: decorator
@external('math', 'atan2')
export declare function atan2(y: f64, x: f64): f64;

/** A power. */
// @ts-ignore: decorator
@external('math', 'pow')
export declare function pow(x: f64, y: f64): f64;
