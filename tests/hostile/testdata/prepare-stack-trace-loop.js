// Engine paths: Error.prepareStackTrace that never returns, for an error that is thrown to the host.
Error.prepareStackTrace = () => { for (;;); };
throw new Error('x');
