"""The functional suite of the gate, after HateCheck's method: kinds of harm, each with its benign twins."""
