"""
The scripts by which shells ask what may stand at the cursor.

They hold no words: `llmpick __complete` is asked at each press of the key, so nothing in them grows
old. It is the program that was typed, so that each environment answers for itself.
"""

BASH = r"""# completion of llmpick for bash 3.2 or later
_llmpick() {
    local program=$1 more= word told
    local -a found=()
    type -P -- "$program" >/dev/null || program=llmpick
    {
        IFS= read -r more
        while IFS=$'\t' read -r word told; do
            case $word in *[/@=:,]) ;; *) word="$word " ;; esac
            found+=("$word")
        done
    } < <("$program" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    COMPREPLY=("${found[@]}")
    case $more in
        files) compopt +o nospace -o default 2>/dev/null ;;
        folders) compopt +o nospace -o dirnames 2>/dev/null ;;
    esac
}
if type compopt >/dev/null 2>&1; then
    complete -o nospace -F _llmpick llmpick
else
    complete -o nospace -o default -F _llmpick llmpick
fi
"""

ZSH = r"""#compdef llmpick
# completion of llmpick for zsh
_llmpick() {
    local program=${words[1]/#\~/$HOME} more line word
    local -a spaced joined answer typed
    (( $+commands[$program] )) || [[ -x $program ]] || program=llmpick
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    answer=("${(@f)$("$program" __complete words "${(@)typed}" 2>/dev/null)}")
    more=$answer[1]
    for line in "${(@)answer[2,-1]}"; do
        word=${${line%%$'\t'*}//:/\\:}
        [[ -n $word ]] || continue
        [[ ${line#*$'\t'} == ?* ]] && line="$word:${line#*$'\t'}" || line=$word
        case $word in
            *[/@=,]|*:) joined+=("$line") ;;
            *) spaced+=("$line") ;;
        esac
    done
    local -a folded=(-M 'm:{a-zA-Z}={A-Za-z}')
    (( $#spaced + $#joined )) &&
        _describe -t values value spaced $folded -- joined $folded -S ''
    case $more in
        files) _files ;;
        folders) _files -/ ;;
    esac
}
if [[ $funcstack[1] == _llmpick ]]; then
    _llmpick "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _llmpick llmpick
fi
"""

FISH = r"""# completion of llmpick for fish
function __llmpick_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program $words[1]
    type -q -- $program; or set program llmpick
    set -l answer (command $program __complete words $words[2..-1] "$typed" 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path "$typed"
        case folders
            __fish_complete_directories "$typed"
    end
    string join -- \n $answer[2..-1]
end
complete -c llmpick -f -a '(__llmpick_complete)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
PLACES = {
    "bash": "share/bash-completion/completions/llmpick",
    "zsh": "share/zsh/site-functions/_llmpick",
    "fish": "share/fish/vendor_completions.d/llmpick.fish",
}
"""Where shells look for them, below the prefix of an installation."""
