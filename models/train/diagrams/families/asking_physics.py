"""Ways to ask about mechanics, circuits and lenses: patterns for `tell.phrase`."""

from diagrams.tell import pick

# one figure's things have one name
NAMES = {
    "BODY": ["the mass", "the body", "the load", "the block", "the weight", "it"],
    "SLIDER": ["block", "body", "crate", "box", "load", "parcel", "mass"],
    "SLOPE": ["slope", "ramp", "incline", "inclined plane", "plane", "track", "board"],
    "ROPE": ["rope", "string", "cord", "thread", "cable"],
    "THINGS": ["masses", "bodies", "blocks", "weights", "loads", "two bodies", "two blocks", "two masses"],
    "BEAM": ["lever", "beam", "plank", "bar", "balance", "seesaw"],
}


def one_of(rng, patterns: list[str], setting: str = "") -> str:
    """A pattern, in which each thing has a name and SETTING stands for itself."""
    out = pick(rng, patterns).replace("SETTING", setting)
    for thing, names in NAMES.items():
        if thing in out:
            out = out.replace(thing, pick(rng, names))
    return out


FIND = "[Find|Calculate|Work out|Determine|Compute|Give|Tell me|Please find|Figure out|I need|We look for|Wanted:]"
WHAT = "[What is|What's|What do you get for|How large is|Can you find|Can you tell me|Do you know|Could you work out|What comes out for]"

SWUNG = (
    "[|||Neglect friction.|There is no friction.|Friction [plays no part|does not matter|is so small that we leave it out].|The spring's own mass does not matter."
    "|[A little push sets BODY moving.|Somebody [pulls|pushes] BODY [a little|a bit|gently] [aside|away from rest] and lets go.|After a [small|gentle|light] push BODY [oscillates|swings|moves to and fro].]"
    "|[At first everything is at rest, then|Now|Then] BODY is [moved|displaced|pulled|pushed] [a little|by a few millimeters|by 1 cm] and [let go|released|set free].]"
)
MOTION = "[the oscillation|the motion|the vibration|these oscillations|small oscillations|the swinging|this oscillator|the system|the free oscillation]"
PERIOD = [
    f"{SWUNG} {WHAT} the [period|time of one swing|period $T$|oscillation period|duration of one full oscillation]?",
    f"{SWUNG} {WHAT} the [period|period $T$] of {MOTION}?",
    f"{SWUNG} {FIND} the [period|period $T$|period of {MOTION}|time for one [full|complete|whole] [oscillation|cycle|swing]].",
    f"{SWUNG} How [long|much time|many seconds] does [one|a single|a full|a complete|each] [oscillation|swing|cycle|vibration] take?",
    f"{SWUNG} How long does BODY need for [one|a full|one whole] [oscillation|cycle|swing there and back]?",
    f"{SWUNG} After [what time|how many seconds|how long] is BODY back [in the same state|at the same place with the same speed] [for the first time|]?",
    f"{SWUNG} With [what|which] period does BODY [oscillate|vibrate|swing|move to and fro]?",
    f"{SWUNG} [The period|Period|$T$] =?",
    f"{SWUNG} [Period of {MOTION}?|$T$?|The time for one oscillation, please.]",
]
FREQUENCY = [
    f"{SWUNG} {WHAT} the [frequency|frequency $f$|natural frequency|oscillation frequency]?",
    f"{SWUNG} {WHAT} the [frequency|frequency in hertz] of {MOTION}?",
    f"{SWUNG} {FIND} the [frequency|frequency $f$|natural frequency|frequency of {MOTION}|frequency in hertz|number of oscillations [in a|per|each] second].",
    f"{SWUNG} How many [oscillations|swings|cycles|vibrations|full oscillations] [does it make|are there|happen|take place] [in one second|per second|each second|in a second]?",
    f"{SWUNG} How often does BODY [oscillate|swing to and fro|go there and back|move to and fro] [in one second|per second|each second]?",
    f"{SWUNG} With [what|which] frequency does BODY [oscillate|vibrate|swing|move to and fro]?",
    f"{SWUNG} [Frequency of {MOTION}?|$f$?|Frequency in Hz?|$f$ =?]",
]

NO_FRICTION = "[|||Neglect friction.|There is no friction.|The SLOPE is [perfectly smooth|smooth|icy|free of friction].|Friction [may be left out|plays no part|does not matter].]"
ROUGH = "[|||The SLOPE is rough.|Mind the friction.|Do not forget [the friction|friction].|There is friction between the SLIDER and the SLOPE.|It slides with friction.]"
FREED = "[||The SLIDER is [let go|released|set free] [from rest|].|At first the SLIDER is held, then it is [let go|released].|A SLIDER [starts to slide|begins to slide] down a SLOPE.|The SLIDER slides [down|downwards|downhill].]"
ACCELERATION = [
    f"SETTING {FREED} With [what|which] acceleration does [the SLIDER|it] [slide|move|go|glide] [down|down the SLOPE|downhill|]?",
    f"SETTING {FREED} {FIND} the acceleration [$a$|] [of the SLIDER|along the SLOPE|down the SLOPE|].",
    f"SETTING {FREED} {WHAT} [its acceleration|the acceleration|the acceleration of the SLIDER|the acceleration $a$|the SLIDER's acceleration|the acceleration down the SLOPE]?",
    f"SETTING {FREED} How [fast|quickly|strongly] does [the SLIDER|it] [gain speed|speed up|accelerate]? [Give the acceleration.|The acceleration is asked.|What is the acceleration?]",
    f"SETTING {FREED} By how [many meters per second|much] does its speed grow in each second? [Give the acceleration.|]",
    f"SETTING {FREED} [Acceleration of the SLIDER?|$a$ =?|The acceleration, please.|The acceleration is wanted.]",
]
DOWNHILL = [
    "How large is the [part|component] of the weight [along the SLOPE|down the SLOPE|that pulls the SLIDER down the SLOPE|parallel to the SLOPE]?",
    "[What|Which] force along the SLOPE does gravity exert on the SLIDER?",
    f"{FIND} the [part|component] of the [weight|force of gravity] [along|parallel to] the SLOPE.",
    f"{WHAT} the [component|part] of the [weight|force of gravity|gravitational force] that is parallel to the SLOPE?",
    "With [what|which] force does [gravity|its weight] [pull|draw] the SLIDER down the SLOPE?",
    "How strongly does gravity pull the SLIDER [down along the SLOPE|along the SLOPE]?",
    f"{FIND} the downhill force [of gravity|of the weight] [on the SLIDER|].",
]

HUNG = (
    "[|||Neglect friction.|There is no friction [anywhere|].|The ROPE and the pulley have no mass.|The pulley [turns freely|has no mass|is light and turns freely|runs without friction].|The ROPE is light and does not stretch."
    "|The THINGS are [let go|released|set free] [from rest|].|At first the THINGS are held, then they are let go.]"
)
ATWOOD_A = [
    f"{HUNG} {WHAT} the acceleration [$a$|] of the THINGS?",
    f"{HUNG} {FIND} the acceleration [$a$|of the THINGS|of the system|of either body|].",
    f"{HUNG} With [what|which] acceleration do [they|the THINGS] [move|start|start to move]?",
    f"{HUNG} How [fast|quickly] do the THINGS [gain speed|speed up|get faster]? [Give the acceleration.|What is the acceleration?]",
    f"{HUNG} {WHAT} the [common acceleration|acceleration|system's acceleration|acceleration with which they move]?",
    f"{HUNG} [Acceleration of the THINGS?|$a$ =?|The acceleration is asked.]",
]
ATWOOD_F = [
    f"{HUNG} {WHAT} the [tension|force] in the ROPE?",
    f"{HUNG} {FIND} the [tension|force|pull] in the ROPE [while the THINGS move|].",
    f"{HUNG} How large is the [tension|force] [in|along] the ROPE [while they move|during the motion|]?",
    f"{HUNG} [What|Which] force [stretches|tightens|acts in] the ROPE [as|while] the THINGS move?",
    f"{HUNG} With [what|which] force does the ROPE pull [at each of the THINGS|at either body]?",
    f"{HUNG} [Tension in the ROPE?|The tension, please.|The ROPE: what is its tension?]",
]

BALANCED = "[||The BEAM is [in balance|level|at rest].|Nothing moves.|The BEAM [stays level|does not turn|is balanced].|The BEAM's own weight [does not matter|may be left out].|The BEAM itself is light.]"
LEVER_FORCE = [
    f"{BALANCED} [What|Which] force [$F_2$|at the right] keeps the BEAM [in balance|level|at rest]?",
    f"{BALANCED} How large [is|must be] [the force at the right|the right force|$F_2$|the force $F_2$] [for balance|]?",
    f"{BALANCED} {FIND} [$F_2$|the force $F_2$|the force at the right|the right force] [so that the BEAM is level|for balance|].",
    f"{BALANCED} {WHAT} [$F_2$|the force $F_2$|the force at the right|the force on the right side]?",
    f"{BALANCED} [How strong|How large] must the force [at|on] the right be, so that the BEAM does not [tilt|turn|tip]?",
    f"{BALANCED} With [what|which] force must one [push|press|pull] at the right [to keep it level|for balance]?",
    f"{BALANCED} [$F_2$ =?|The force at the right?|The force $F_2$ is asked.|The right force is missing: how large is it?]",
]
LEVER_ARM = [
    f"{BALANCED} How long [must be|is] [the right arm|the arm at the right|$d_2$|the arm $d_2$] [for balance|]?",
    f"{BALANCED} {FIND} [$d_2$|the arm $d_2$|the right arm|the length of the right arm|the distance $d_2$] [so that the BEAM is level|for balance|].",
    f"{BALANCED} At [what|which] distance [$d_2$|] [from the pivot|from the support|] does the right force act?",
    f"{BALANCED} How far [from the pivot|from the support|from the middle support|to the right] [must|does] the right force act [for balance|]?",
    f"{BALANCED} {WHAT} [$d_2$|the length of the right arm|the arm $d_2$|the right arm's length]?",
    f"{BALANCED} [$d_2$ =?|The right arm?|The right arm is asked.|How many meters is $d_2$?]",
]

WIRES = "[||||The wires have no resistance.|The wires' resistance does not matter.|All contacts are good.|[Some|A few|These] resistors are [connected|wired|joined|put together] as shown.|[Look at|Here is|The figure shows] [the circuit|a circuit|a network] of resistors.]"
CIRCUIT = "[circuit|network|arrangement|whole circuit|combination|whole network]"
RESISTANCE = [
    f"{WIRES} {WHAT} the [total|equivalent|whole|overall|combined|effective] resistance [of the {CIRCUIT}|of all resistors together|]?",
    f"{WIRES} {FIND} the [total|equivalent|overall|combined|effective] resistance [$R$|] [of the {CIRCUIT}|].",
    f"{WIRES} How large is the resistance of the [circuit|network|whole circuit|whole network|arrangement|combination]?",
    f"{WIRES} How many ohms does the [circuit|network|whole circuit|arrangement] have [in all|altogether|together|in total]?",
    f"{WIRES} [Which|What] single resistor could [replace|stand for|take the place of] [them all|all of them|the whole network]?",
    f"{WIRES} By [what|which] one resistance can [the {CIRCUIT}|all the resistors] be replaced?",
    f"{WIRES} [What resistance does one measure for the {CIRCUIT}?|An ohmmeter measures the {CIRCUIT}. What does it show?]",
    f"{WIRES} [Total resistance?|Equivalent resistance?|$R$ =?|The total resistance is asked.|The resistance of the {CIRCUIT}, please.]",
]
CURRENT = [
    f"{WIRES} {WHAT} the [total current|current through the battery|current from the battery|battery's current|current $I$ from the battery]?",
    f"{WIRES} {FIND} the [total current|current through the battery|current from the battery|current that the battery gives|current $I$ in the battery].",
    f"{WIRES} [What|Which|How much|How large a] current [flows through|leaves|comes from|is drawn from] the [battery|source]?",
    f"{WIRES} How large is the current [that the battery gives|through the battery|from the source|that leaves the battery]?",
    f"{WIRES} How many amperes [flow through the battery|leave the battery|does the battery give|does the source supply]?",
    f"{WIRES} [What does an ammeter right beside the battery show?|Current through the battery?|The total current is asked.|$I$ =?]",
]

CHARGED = "[||||[Look at|Here is] a circuit with a capacitor.|The capacitor is [charged|loaded] through the resistor.|The wires have no resistance.|The figure shows an RC circuit.|The switch is closed [now|].]"
TIME_CONSTANT = [
    f"{CHARGED} {WHAT} the time constant [$\\tau$|] [of the circuit|of this circuit|of the RC circuit|]?",
    f"{CHARGED} {FIND} the time constant [$\\tau$|] [of the circuit|of this RC circuit|].",
    f"{CHARGED} How large is [the time constant|$\\tau$|the circuit's time constant]?",
    f"{CHARGED} With [what|which] time constant does the [capacitor [charge|fill]|capacitor's voltage change|circuit work|voltage at the capacitor change]?",
    f"{CHARGED} [Time constant?|$\\tau$ =?|The time constant is asked.|Which time constant does [it|the circuit] have?]",
    f"{CHARGED} How long is one time constant [of the circuit|here|]?",
]
EMPTY = "[The capacitor is empty [at first|at the start|at $t = 0$].|At first the capacitor is [empty|not charged].|The capacitor starts [empty|without charge], then the switch is closed.|An empty capacitor is [charged|connected].]"
VOLTAGE_AFTER = [
    f"{EMPTY} {WHAT} its voltage [after|at the time|when the time has come to] $AFTER$?",
    f"{EMPTY} [What|Which] voltage does it have [after|at] $AFTER$?",
    f"{EMPTY} {FIND} [its voltage|the voltage $U_C$|the voltage of the capacitor|the capacitor's voltage] after [a time of|] $AFTER$.",
    f"{EMPTY} To what voltage is it charged [after|within] $AFTER$?",
    f"{EMPTY} How many volts does one measure at the capacitor after $AFTER$?",
]

LENS = "[lens|thin lens|converging lens|glass lens]"
PICTURED = f"[|||An [arrow|object|upright arrow] stands in front of a {LENS}.|The {LENS} forms [an image|a sharp image] of the [arrow|object].|The lens is thin.|[A candle|A tree|A small figure|A flower] stands where the arrow is drawn.|The image is caught on a screen.]"
IMAGE_DISTANCE = [
    f"{PICTURED} How far [behind|from|away from] the [lens|{LENS}] is the [image|sharp image]?",
    f"{PICTURED} {FIND} the [image distance|image distance $b$|distance of the image|distance of the image from the lens|distance $b$ between lens and image].",
    f"{PICTURED} {WHAT} the [image distance|image distance $b$|distance of the image from the lens|distance between lens and image]?",
    f"{PICTURED} [Where does the {LENS} form the image?|Where is the image?] Give [its|the] distance from the lens.",
    f"{PICTURED} At [what|which] distance [behind|from] the lens [must the screen stand|must one put the screen|does the image appear|is the image sharp]?",
    f"{PICTURED} How far [behind|from] the lens must the screen [stand|be|be put] [for a sharp image|to catch the image]?",
    f"{PICTURED} [Image distance?|$b$ =?|The image distance is asked.|The distance of the image, please.]",
]
IMAGE_HEIGHT = [
    f"{PICTURED} How [high|tall|large|big] is the image?",
    f"{PICTURED} {FIND} the [height|size] [$B$|] of the image.",
    f"{PICTURED} {WHAT} the [image height|height of the image|size of the image|height $B$ of the image]?",
    f"{PICTURED} How many centimeters [high|tall] is the image [on the screen|]?",
    f"{PICTURED} [Height of the image?|$B$ =?|The height of the image is asked.]",
]
