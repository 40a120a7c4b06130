"""How problems of geometry are asked: patterns for `tell.phrase`, and the everyday things that right triangles are seen in."""

from dataclasses import dataclass

FIGURE = "[figure|drawing|sketch|picture|diagram]"
SHOWN = f"[||||As [drawn|shown]: |[Look at|Consider] the {FIGURE}. |Given is what the {FIGURE} shows. ]"
FIND = f"[Find|Determine|Calculate|Compute|Work out|Give|[Please |]find|Use the {FIGURE} to [find|work out|calculate]|From the {FIGURE}, [find|determine|compute]]"
LENGTH = "[How long is|What is the length of|What length has]"
SIZE = "[How large is|How big is|What is|What is the size of|What is the measure of|How many degrees has|How many degrees is]"


def side(*names: str) -> list[str]:
    """Ways to ask for a length that goes by any of these names."""
    name = f"[{'|'.join(names)}]"
    return [f"{SHOWN}{LENGTH} {name}?", f"{FIND} [the length of |]{name}[|, please].", f"{FIND} {name}."]


def angle(*names: str) -> list[str]:
    """Ways to ask for an angle."""
    name = f"[{'|'.join(names)}]"
    return [f"{SHOWN}{SIZE} {name}?", f"{FIND} [|the size of ]{name}[| in degrees].", f"{SHOWN}[What is|How large is] {name} in degrees?"]


RIGHT = "[|||The triangle [is right-angled|has a right angle]. |A right triangle is [given|drawn|shown]. |This is a right[-angled|] triangle. ]"
HYPOTENUSE = side("the hypotenuse", "the longest side", "the side opposite the right angle", "the unknown side", "the third side", "the hypotenuse of the [right |]triangle")
LEG = side("the other leg", "the missing leg", "the unknown side", "the third side", "the remaining leg", "the leg that is not given", "the second leg")
OPPOSITE = side("the side opposite the angle", "the leg opposite the [given |marked |]angle", "the leg across from the [given |]angle", "the side that faces the [marked |given |]angle")


@dataclass
class Setting:
    """Something that is a right triangle: names of its three sides, and how its unknown parts are asked for."""

    context: str
    slant: str  # fact words, nouns
    height: str
    width: str
    ask_slant: list[str]
    ask_height: list[str]
    ask_width: list[str]
    unit: str = "m"


SETTINGS = {
    "ladder": Setting(
        "A ladder [leans against|stands against|is put up against] [a [house |vertical |]wall|the wall of a house|a shed].",
        "[the length of the ladder|the ladder's length]", "the height [at which the ladder touches the wall|of the ladder's top above the ground]", "the distance [between the wall and the ladder's foot|from the wall to the foot of the ladder]",
        ["How long is the ladder?", "What length has the ladder?", f"{FIND} the [length of the ladder|ladder's length]."],
        ["[At what height|How far above the ground] [does the ladder touch the wall|is the ladder's top]?", f"{FIND} the height [of the upper end|at which the ladder touches the wall]."],
        ["How far [from the wall does the ladder stand|is the foot of the ladder from the wall]?", f"{FIND} the distance [of|between] the [foot of the ladder|ladder's foot] [to|and] the wall."],
    ),
    "ramp": Setting(
        "A [ramp|loading ramp|wheelchair ramp|board] leads [up to a door|onto a truck|up to a platform|over some steps].",
        "[the length of the ramp|the ramp's length]", "the height [of the ramp|of its upper end]", "the [horizontal length of the ramp|length of the ramp's base]",
        ["How long is the [ramp|slanted side|sloping side]?", f"{FIND} the length of the [ramp|slope|sloping side]."],
        ["[How high is the ramp|How high does the ramp go|What height does it climb]?", f"{FIND} the height of the [ramp|upper end]."],
        ["How much [floor|ground] does the ramp need in length?", "How long is the ramp's base?", f"{FIND} the horizontal length of the ramp."],
    ),
    "wire": Setting(
        "A [mast|pole|flagpole|radio mast|antenna] is held by a [wire|rope|cable|steel cable].",
        "[the length of the [wire|cable]|the cable's length]", "the height [of the mast|at which the cable is fixed]", "the distance [of the anchor from the mast|from the mast to the anchor on the ground]",
        ["[How long is|What is the length of|What length has] the cable?", f"{FIND} the length of the [wire|cable|rope]."],
        ["[How tall is the mast|How high is the pole|At what height is the cable fixed]?", f"{FIND} the height of the [mast|pole]."],
        ["How far from the [mast|pole] is the cable [anchored|fixed to the ground]?", f"{FIND} the distance between the mast and the [anchor|lower end of the cable]."],
    ),
    "kite": Setting(
        "A kite [flies|stands in the wind|is flying] on a tight string.",
        "[the length of the string|the string's length]", "the height [of the kite|of the kite above the ground]", "the distance [along the ground|to the point below the kite]",
        ["How long is the string?", f"{FIND} the length of the [string|kite's string]."],
        ["How high is the kite?", f"{FIND} the [kite's height|height of the kite]."],
        ["How far away is the point [right |straight |]below the kite?", f"{FIND} the distance along the ground to the point below the kite."],
    ),
    "screen": Setting(
        "A [screen|rectangular gate|window|door|field|table top|sheet] has a diagonal[ drawn in|].",
        "[the diagonal|the length of the diagonal]", "the [height of the rectangle|rectangle's height]", "the [width of the rectangle|rectangle's width]",
        ["How long is the diagonal?", f"{FIND} the [diagonal|length of the diagonal]."],
        ["How high is the rectangle?", f"{FIND} the height of the rectangle."],
        ["How wide is the rectangle?", f"{FIND} the width of the rectangle."], "cm",
    ),
}  # fmt: skip

UNKNOWN_ANGLE = ("$x$", "angle $x$", "the angle [marked|called|named|labelled] $x$", "the [missing|unknown|remaining] angle[| $x$]")
ON_LINE = [f"[|||The [long |]line is straight. |The angles [lie on|meet at|stand on] a straight line. |Rays [start at|leave] a point of a straight line. ]{q}" for q in angle(*UNKNOWN_ANGLE)]
IN_TRIANGLE = [f"[|||[A|The] triangle has these angles. |[Two|Some] angles of a triangle are [known|given]. |A [roof|sail|piece of cloth|tile] has this shape. ]{q}" for q in angle(*UNKNOWN_ANGLE, "the third angle[| $x$]", "the triangle's [missing|unknown|third] angle")]
IN_QUADRILATERAL = [f"[|||A [quadrilateral|field|four-sided plot|tile] has these angles. |Three of four angles are [known|given]. ]{q}" for q in angle(*UNKNOWN_ANGLE, "the fourth angle[| $x$]")]
ISOSCELES = [f"[The [marked sides|two marked sides|sides with a stroke] are equal. |The triangle is isosceles. |Two sides [have the same length|are equally long]. |]{q}" for q in angle(*UNKNOWN_ANGLE)]

SIMILAR = [f"[The [two |]triangles are similar. |Both triangles have the same [angles|shape]. |[One|The one] triangle is a scaled copy of the other. |The second triangle has the same angles as the first. ]{q}" for q in side("$x$", "the side $x$", "the [unknown side|side marked] $x$")]
CUT_OFF = [f"[The [two |]lines are parallel. |The short line is parallel to the [base|long one]. |The [inner |]line [across the triangle|inside the triangle] is parallel to the side $x$. |A parallel to the side $x$ cuts the triangle. ]{q}" for q in side("$x$", "the side $x$", "the longer parallel $x$")]
CROSSING = [f"[The [outer|end] sides are parallel. |The two short sides are parallel. |Two lines cross between two parallel [sides|lines]. |The side $x$ is parallel to the one across. ]{q}" for q in side("$x$", "the side $x$", "the [unknown side|segment] $x$")]
SHADOWS = [
    f"[The sun shines on a [stick|pole] and a {{thing}}. |A [stick|pole] and a {{thing}} stand side by side in the sun. |A {{thing}} and a [stick|pole] cast shadows [at the same time|at the same hour|in parallel rays]. ]{q}"
    for q in [*side("$x$"), "How high is the {thing}?", "[What height has|What is the height of] the {thing}?", f"{FIND} the height [$x$ |]of the {{thing}}."]
]
THINGS = ["tower", "house", "lighthouse", "chimney", "statue", "mast", "church"]

BOTH_PARALLEL = "[The [two |]lines are parallel. |Two parallel lines are [cut|crossed] by a third[ line|]. |A line [crosses|cuts] two parallels. |A [road|path|fence] crosses two parallel [rails|streets|roads]. |The lines [on which the angles lie|with the arrows] are parallel. |Two of the lines are parallel. ]"
AT_PARALLELS = [f"{BOTH_PARALLEL}{q}" for q in angle("$x$", "angle $x$", "the [unknown|missing|marked] angle $x$", "the angle [labelled|called] $x$")]
AT_PARALLELS += [f"[How large|How big] is the angle $x$ [at the parallel lines|between the line and the parallel|at the second parallel]?"]
AT_G_AND_H = [f"[Lines $g$ and $h$ are parallel[ to each other|]. |$g$ and $h$ are parallel[| lines]. |The line $g$ is parallel to $h$. |The parallels $g$ and $h$ are cut by a line. ]{q}" for q in angle("angle $x$", "the angle [marked |]$x$", "the unknown angle $x$")]

ROUND = "[pond|plate|table top|coin|lid|pizza|flower bed|rug|pool|cake|field|mirror]"
CIRCLE_AREA = [
    f"{SHOWN}[What is|How large is|How big is] the area of the [circle|disk|round disk]?", f"{FIND} the [area of the circle|circle's area|area inside the circle|area].",
    f"A [round |circular |]{ROUND} [is drawn|looks like this|is seen from above]. [What is its area|How large is its area|How large an area does it cover|What area does it have]?", "[How much|What] area does the circle [have|cover|enclose]?",
]  # fmt: skip
CIRCUMFERENCE = [
    f"{SHOWN}[What is|How long is|How large is] the [circumference|perimeter] of the circle?", f"{FIND} the [circumference|circumference of the circle|circle's circumference|perimeter of the circle].", "How long is the circle's [edge|rim]?",
    f"A [round |circular |]{ROUND} [is drawn|looks like this|is seen from above]. [How long is its [edge|rim]|What is its circumference|How long is the way once around it]?", "[How far does a wheel of this size roll in one turn|How long is the way once around the circle]?",
]  # fmt: skip
PIECE = "[A [slice|piece] of [pizza|cake|cheese] has this shape.|A [fan|flower bed|window|field] has the [drawn shape|shape of a sector].|A [sprinkler|lamp] reaches the drawn [part|sector].|[A sector of a circle|A circular sector] is given.]"
SECTOR_AREA = [
    f"{SHOWN}[What is|How large is|How big is] the area of the [sector|circular sector]?", f"{FIND} the [area of the [sector|circular sector|piece of the circle]|sector's area].", f"{PIECE} [What is its area|How large is its area|What area does it cover]?",
    f"{FIND} the area of the [shaded|marked] sector.", "[How much|What] area does the sector [cover|have]?",
]  # fmt: skip
SECTOR_ARC = [
    f"{SHOWN}[How long is|What is the length of] the [arc|arc of the sector|sector's arc|curved edge|curved side of the sector]?", f"{FIND} the length of the [arc|sector's arc|arc of the sector|circular arc|curved edge].",
    f"{PIECE} [How long is its [arc|curved edge|curved side]|What is the length of its arc]?", f"{FIND} the [arc length|arc length of the sector].",
]  # fmt: skip
