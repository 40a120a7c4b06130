/** An engine that ends at once, with a reason. */
process.stderr.write('out of luck\n');
process.exit(3);
