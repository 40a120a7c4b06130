"""Unpacks an archive of archive.py, trains for some minutes, and leaves the weights in parts of at most 16 MiB.

usage: python gpu.py ARCHIVE.tar.gz WORK_DIR OUT_DIR [--minutes 9] [--weights PARTS_DIR] [-- options of train.py]
Training goes on from PARTS_DIR (an earlier OUT_DIR) where it is given, else from WORK_DIR's own last checkpoint, else
from the archive's. Needs PyTorch, NumPy and Pillow; CUDA where there is a device, else one process on the CPU.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path


def main() -> None:
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("work")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--weights", help="parts to go on from")
    args = parser.parse_args(sys.argv[1:split])
    work, out = os.path.abspath(args.work), os.path.abspath(args.out)
    train, checkpoint = work + "/train", work + "/run/checkpoint.pt"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([work + "/site", *os.environ.get("PYTHONPATH", "").split(os.pathsep)]).rstrip(os.pathsep), "MARGINALIA_FONTS": work + "/fonts"}

    def run(*words: str) -> None:
        """One of the archive's own programs; its failure ends everything, with its own message above."""
        code = subprocess.run([sys.executable, "-u", *words], cwd=train, env=environment).returncode
        if code != 0:
            sys.exit(f"{words[0]} failed with exit code {code}.")

    # a second call with the same archive finds everything unpacked
    with open(args.archive, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    marker = Path(work, "unpacked")
    if not marker.exists() or marker.read_text() != digest:
        with tarfile.open(args.archive) as tar:
            tar.extractall(work, filter="data")
        run("share.py", "../share", "../pack")
        marker.write_text(digest)
    os.makedirs(work + "/run", exist_ok=True)
    if args.weights:
        run("slim.py", "--join", os.path.abspath(args.weights), checkpoint)
    elif not os.path.exists(checkpoint):
        run("slim.py", "--join", work + "/weights", checkpoint)
    if os.path.exists(work + "/run/stop"):
        os.remove(work + "/run/stop")
    run("train.py", "../pack", "../vocabulary.json", "../run", "--minutes", str(args.minutes), "--processes", "1", *sys.argv[split + 1 :])
    run("slim.py", checkpoint, out)
    print("weights in", out)


if __name__ == "__main__":
    main()
